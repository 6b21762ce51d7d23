#!/usr/bin/env bash
# The main job on three fictional partners: a real sshd on loopback, their own sftp, longshore serve, and a document that has to be repaired.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
longshore=${LONGSHORE:-$here/build/release/longshore}
keep=
folder=
for argument in "$@"; do
  case $argument in
    --keep) keep=1 ;;
    --folder=*) folder=${argument#*=} ;;
    *) echo "demo: unknown argument $argument (--keep: leave it running; --folder=DIR: where)" >&2; exit 2 ;;
  esac
done
[[ -x $longshore ]] || { echo "demo: $longshore is not built: run ./dev demo" >&2; exit 1; }
work=${folder:-$(mktemp -d "${TMPDIR:-/tmp}/longshore-demo.XXXXXX")}
mkdir -p "$work"
site=$work/site           # our installation
theirs=$work/partners     # what the partners' SFTP accounts hold
partners=(harbor-supply prairie-ltl meadow-retail)
started=$SECONDS
sshd_pid= serve_pid= tail_pid=

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold= dim= plain=; fi
say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
show() { printf '%s$ %s%s\n' "$dim" "$*" "$plain"; }
ls_() { "$longshore" --config "$site" --no-color "$@"; }
finish() {
  local code=$?
  [[ -z $tail_pid ]] || kill "$tail_pid" 2>/dev/null || true
  if [[ -z $keep || $code != 0 ]]; then
    if [[ -n $serve_pid ]]; then kill -TERM "$serve_pid" 2>/dev/null || true; wait "$serve_pid" 2>/dev/null || true; fi
    [[ -z $sshd_pid ]] || kill "$sshd_pid" 2>/dev/null || true
  fi
  if [[ $code != 0 ]]; then
    echo "demo: failed; everything is under $work" >&2
    tail -n 15 "$work/serve.log" "$work/sshd.log" >&2 2>/dev/null || true
  elif [[ -z $keep && -z $folder ]]; then
    rm -rf "$work"
  fi
}
trap finish EXIT

# wait_for SECONDS WHAT COMMAND...: until the command succeeds
wait_for() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < until)) || { echo "demo: waited in vain for $what" >&2; return 1; }
    sleep 0.1
  done
}

# Without PAM sshd refuses an account whose password is locked, as root's is where Debian was installed with sudo.
needs_pam() { if [[ $(id -u) == 0 && $(getent shadow root) == 'root:!'* ]]; then echo yes; else echo no; fi; }

start_sshd() {
  local sshd port try
  sshd=$(command -v sshd || echo /usr/sbin/sshd)
  mkdir -p "$work/sshd"
  [[ -f $work/sshd/host ]] || ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/sshd/host"
  if [[ $(id -u) == 0 ]]; then mkdir -p /run/sshd; fi
  : >"$work/sshd/keys"
  local partner
  for partner in "${partners[@]}"; do
    mkdir -p "$theirs/$partner"/{outbound,inbound} "$site/secrets/$partner"
    [[ -f $site/secrets/$partner/ssh ]] || ssh-keygen -q -t ed25519 -N '' -C "$partner" -f "$site/secrets/$partner/ssh"
    printf 'restrict,command="internal-sftp -d %s" %s\n' "$theirs/$partner" "$(cat "$site/secrets/$partner/ssh.pub")" >>"$work/sshd/keys"
  done
  for try in 1 2 3 4 5 6 7 8; do
    port=$((20000 + (RANDOM + $$ + try) % 30000))
    cat >"$work/sshd/config" <<TEXT
Port $port
ListenAddress 127.0.0.1
HostKey $work/sshd/host
PidFile none
AuthorizedKeysFile $work/sshd/keys
StrictModes no
UsePAM $(needs_pam)
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
LogLevel ERROR
MaxStartups 100
TEXT
    "$sshd" -D -e -f "$work/sshd/config" 2>"$work/sshd.log" &
    sshd_pid=$!
    sleep 0.3
    if kill -0 "$sshd_pid" 2>/dev/null && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      sshd_port=$port
      return
    fi
    wait "$sshd_pid" 2>/dev/null || true
  done
  cat "$work/sshd.log" >&2
  return 1
}

write_installation() {
  local fingerprint partner
  fingerprint=$(ssh-keygen -lf "$work/sshd/host.pub" | cut -d' ' -f2)
  mkdir -p "$site/partners"
  cat >"$site/longshore.yaml" <<'TEXT'
data: data
events: {file: events/events.ndjson}
TEXT
  for partner in "${partners[@]}"; do
    sed -e "s|host: .*|host: 127.0.0.1|; s|port: .*|port: $sshd_port|; s|user: .*|user: $(id -un)|; s|SHA256:A*|$fingerprint|" \
      -e 's|every: 60s|every: 500ms|' "$here/partners/examples/$partner.yaml" >"$site/partners/$partner.yaml"
  done
}

# The partner's own sftp client, without the settings of whoever runs this: it uploads under a temporary name and renames, as well-behaved
# partners do.
upload() {  # PARTNER FILE...
  local partner=$1 file
  shift
  for file in "$@"; do
    show "sftp $partner: put $(basename "$file") outbound/"
    printf 'put "%s" outbound/%s.part\nrename outbound/%s.part outbound/%s\n' "$file" "$(basename "$file")" "$(basename "$file")" "$(basename "$file")" |
      sftp -q -F none -b - -P "$sshd_port" -i "$site/secrets/$partner/ssh" -o IdentitiesOnly=yes -o UserKnownHostsFile="$work/known_hosts" \
        -o StrictHostKeyChecking=accept-new -o LogLevel=ERROR "$(id -un)@127.0.0.1" >/dev/null
  done
}

count() { find "$theirs/$1/inbound" -maxdepth 1 -name "$2" | wc -l; }
has() { (($(count "$1" "$2") >= $3)); }
events() { grep -c . "$site/events/events.ndjson" 2>/dev/null || true; }
has_events() { (($(events) >= $1)); }
held() { ls_ document list --state held -o json | grep -q '"processing": "held"'; }
none_held() { ! held; }
event_lines() {
  sed -nE 's/.*"type":"([^"]+)","subject":"([^"]*)".*/\1  \2/p'
}

say "three partners on a real sshd (127.0.0.1)"
start_sshd
write_installation
printf 'sshd listens on 127.0.0.1:%s; the installation is %s\n' "$sshd_port" "$site"
show "longshore partner lint"
ls_ partner lint

say "longshore serve"
"$longshore" --config "$site" serve >"$work/serve.out" 2>"$work/serve.log" &
serve_pid=$!
wait_for 15 "the service" ls_ status
cat "$work/serve.out"

say "the partners send: an 856 ship notice, 214 statuses, a 940 shipping order"
samples=$here/partners/examples/samples
before=$(events)
base_997=$(($(count harbor-supply '997-*') + $(count prairie-ltl '997-*') + $(count meadow-retail '997-*')))
upload harbor-supply "$samples/harbor-supply/856-sopi.edi"
upload prairie-ltl "$samples/prairie-ltl/214-pickup.edi" "$samples/prairie-ltl/214-delayed.edi" "$samples/prairie-ltl/214-three-middle-unlisted.edi"
upload meadow-retail "$samples/meadow-retail/940.edi"

say "canonical events (NDJSON sink $site/events/events.ndjson)"
wait_for 20 "the events" has_events $((before + 13))
event_lines <"$site/events/events.ndjson"

say "997s in the partners' folders, and the customer's CSV of shipment statuses"
all_997() { (($(count harbor-supply '997-*') + $(count prairie-ltl '997-*') + $(count meadow-retail '997-*') >= base_997 + 5)); }
wait_for 20 "the acknowledgements" all_997
wait_for 20 "the CSV" has meadow-retail 'status-*.csv' 3
(cd "$theirs" && find . -path '*/inbound/*' -type f | sort)
show "cat $(cd "$theirs" && find . -path '*prairie-ltl/inbound/997-*' | sort | tail -n 1)"
(cd "$theirs" && tr '~' '\n' <"$(find . -path '*prairie-ltl/inbound/997-*' | sort | tail -n 1)" | sed 's/^/  /')
printf '\n'

say "one document fails: the carrier used a status code that no table lists. Its neighbours and the 997 went out; it is held"
wait_for 10 "the held document" held
show "longshore document list --state held"
ls_ document list --state held
id=$(ls_ document list --state held -o ndjson | sed -nE 's/^\{"id":"([^"]+)".*/\1/p' | head -n 1)
show "longshore document show $id"
ls_ document show "$id"

say "repaired by a line in the carrier's profile, loaded while it runs"
printf 'codes: {at7-status: {Q9: {fact: arrived, at: terminal}}}\n' >>"$site/partners/prairie-ltl.yaml"
show "echo 'codes: {at7-status: {Q9: {fact: arrived, at: terminal}}}' >> partners/prairie-ltl.yaml"
reloaded() { grep -q 'profiles and maps were loaded anew' "$work/serve.log"; }
wait_for 10 "the reload" reloaded
show "longshore document reprocess $id"
ls_ document reprocess "$id" --reason "Q9 is the carrier's own code for arrival at its terminal"
wait_for 10 "the repaired document" none_held
wait_for 10 "its event" has_events $((before + 14))
wait_for 10 "its row for the customer" has meadow-retail 'status-*.csv' 4
tail -n 1 "$site/events/events.ndjson" | event_lines
ls_ document show "$id"

say "summary after $((SECONDS - started)) s"
show "longshore status"
ls_ status
printf '%s events, %s acknowledgements, %s files for the customer\n' "$(events)" "$(find "$theirs" -path '*/inbound/997-*' | wc -l)" "$(count meadow-retail 'status-*.csv')"
if [[ -n $keep ]]; then
  cat <<TEXT

It goes on running (service $serve_pid, sshd $sshd_pid). Go on with
  export LONGSHORE_CONFIG=$site
  $longshore status --watch
  $longshore document list
  $longshore events tail --follow
  cp $samples/harbor-supply/856-cancel.edi $theirs/harbor-supply/outbound/
Stop it with: kill $serve_pid $sshd_pid
TEXT
  disown -a
else
  cat <<TEXT

Go on with
  ./dev demo --keep                      leave it running and look around
  export PATH="$(dirname "$longshore"):\$PATH"
  longshore inspect partners/examples/samples/harbor-supply/856-sopi.edi
  longshore translate partners/examples/samples/prairie-ltl/214-delayed.edi
  docs/tutorial.md                       bring on a partner of your own
TEXT
fi
