#!/usr/bin/env bash
# Installs what the tests need on a bare Debian machine with the .NET SDK, builds everything with warnings as errors,
# checks the formatting and runs every test project. The last line is: N passed, N failed, N skipped
# A step that breaks (install, build, format, a crashed or empty test run) counts as one failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

readonly configuration=Release
readonly results="$PWD/artifacts/test-results"
readonly hang_timeout=5m    # one test that does not move
readonly project_timeout=20m # one test project as a whole

# Debian packages that the tests need, as file=package. The file is a glob: servers are not on every PATH. SQLite comes
# with its NuGet package.
needed=(
  "/usr/lib/postgresql/*/bin/initdb=postgresql"
  "/usr/sbin/pgbouncer=pgbouncer"
  "/usr/sbin/nginx=nginx-light"
  "/usr/lib/*/faketime/libfaketimeMT.so.1=libfaketime"
)

export DOTNET_NOLOGO=true DOTNET_CLI_TELEMETRY_OPTOUT=true DOTNET_SKIP_FIRST_TIME_EXPERIENCE=true
export MSBUILDDISABLENODEREUSE=1 # no build process outlives this script and holds its output open

passed=0 failed=0 skipped=0

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'FAILED: %s\n' "$*"
  failed=$((failed + 1))
}

finish() {
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

install_needed() {
  local missing=() entry as_root=() policy=/usr/sbin/policy-rc.d status
  for entry in ${needed[@]+"${needed[@]}"}; do
    compgen -G "${entry%%=*}" >/dev/null || missing+=("${entry#*=}")
  done
  [ "${#missing[@]}" -eq 0 ] && return 0
  say "Installing ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  # The tests start servers of their own: what is installed for them must not run as a service.
  [ -e "$policy" ] && policy=""
  [ -z "$policy" ] || printf '#!/bin/sh\nexit 101\n' | ${as_root[@]+"${as_root[@]}"} install -m 755 /dev/stdin "$policy"
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq \
    && ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  status=$?
  [ -z "$policy" ] || ${as_root[@]+"${as_root[@]}"} rm -f "$policy"
  return "$status"
}

# An attribute of the first <Counters> element of a result file.
counter() { grep -o '<Counters [^>]*>' "$1" | head -n 1 | grep -o " $2=\"[0-9]*\"" | tr -dc '0-9'; }

# Runs a test project, with all that it prints in a file: what runs beside it must not mix with it.
run_project() {
  local name=$1
  timeout --kill-after=30s "$project_timeout" \
    dotnet test "tests/$name/$name.csproj" --no-build --configuration "$configuration" \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none >"$results/$name.txt" 2>&1
}

# Prints what a project that has ended with this status had to say, and counts its tests.
count_project() {
  local name=$1 status=$2 total=0 ok=0 bad=0
  local trx="$results/$name.trx"
  say "$name"
  cat "$results/$name.txt"
  if [ -f "$trx" ]; then
    total=$(counter "$trx" total) ok=$(counter "$trx" passed) bad=$(counter "$trx" failed)
    total=${total:-0} ok=${ok:-0} bad=${bad:-0}
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - ok - bad))
  fi

  if [ "$total" -eq 0 ]; then
    fail "$name ran no test (exit status $status)"
  elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    fail "$name ended with status $status although no test failed: the test host crashed or hung"
  fi
}

# Runs projects, two at a time: most of them wait for a third of their time.
run_projects() {
  local -A running=()
  local name pid status
  while [ "$#" -gt 0 ] || [ "${#running[@]}" -gt 0 ]; do
    while [ "$#" -gt 0 ] && [ "${#running[@]}" -lt 2 ]; do
      run_project "$1" &
      running[$!]=$1
      shift
    done
    wait -n -p pid "${!running[@]}"
    status=$?
    name=${running[$pid]}
    unset "running[$pid]"
    count_project "$name" "$status"
  done
}

rm -rf "$results"
mkdir -p "$results"
started=$SECONDS

command -v dotnet >/dev/null 2>&1 || { fail "the .NET SDK named in global.json is not installed"; finish; }
install_needed || { fail "could not install what the tests need"; finish; }

say "Build" # Directory.Build.props makes every warning an error
dotnet restore WebhookKit.sln || { fail "restore"; finish; }
dotnet build WebhookKit.sln --no-restore --configuration "$configuration" || { fail "build"; finish; }

# Style and analyzers are part of the build; what is left of the formatting is white space, checked beside the first suites.
# The fault harness has leases of seconds and gets the machine for itself.
dotnet format whitespace WebhookKit.sln --no-restore --verify-no-changes >"$results/format.txt" 2>&1 &
formatting=$!

readonly harness=WebhookKit.Chaos.Tests
suites=()
for project in tests/*.Tests; do
  # Backwards: the longest of them is the last by name.
  [ "${project#tests/}" = "$harness" ] || suites=("${project#tests/}" ${suites[@]+"${suites[@]}"})
done
run_projects "${suites[@]}"

say "Formatting"
wait "$formatting" || { cat "$results/format.txt"; fail "formatting: run dotnet format"; }

run_projects "$harness"

if [ "$skipped" -gt 0 ]; then
  say "Skipped"
  grep -ho '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$results"/*.trx | sed 's/.* testName="\([^"]*\)".*/\1/'
fi

say "Took $((SECONDS - started)) s"
finish
