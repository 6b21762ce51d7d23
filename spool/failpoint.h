#pragma once
/// `LONGSHORE_FAILPOINT("spool.after_fsync")`: a named place at which a test build dies as by kill -9. The environment
/// variable LONGSHORE_FAILPOINT=name:n selects the n-th passage (from 1) of one of them. Compiles to nothing in other
/// builds.
#ifdef LONGSHORE_FAILPOINTS
namespace longshore::spool {
void pass_failpoint(const char* name);
}
#define LONGSHORE_FAILPOINT(name) ::longshore::spool::pass_failpoint(name)
#else
#define LONGSHORE_FAILPOINT(name) static_cast<void>(0)
#endif
