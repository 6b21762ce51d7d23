#pragma once
/// Named places for crash tests, in builds with the option LONGSHORE_FAILPOINTS; nothing in others.
///
/// `LONGSHORE_FAILPOINT("spool.after_fsync");` dies as by kill -9. The environment variable LONGSHORE_FAILPOINT=name:n
/// selects the n-th passage (from 1) of one of them.
///
/// `LONGSHORE_MUTANT("sink.cursor_first")` is true where the environment variable LONGSHORE_MUTANT has that name: a
/// fault that the crash tests must find.
#ifdef LONGSHORE_FAILPOINTS
namespace longshore::spool {
void pass_failpoint(const char* name);
bool is_mutant(const char* name);
}  // namespace longshore::spool
#define LONGSHORE_FAILPOINT(name) ::longshore::spool::pass_failpoint(name)
#define LONGSHORE_MUTANT(name) ::longshore::spool::is_mutant(name)
#else
#define LONGSHORE_FAILPOINT(name) static_cast<void>(0)
#define LONGSHORE_MUTANT(name) false
#endif
