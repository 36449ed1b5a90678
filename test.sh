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
export DOTNET_TieredPGO=0 # many short programs: counting what runs often costs them a fifth of their time and gains nothing

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

run_project() {
  local project=$1 name trx status total ok bad
  name=$(basename "$project" .csproj)
  trx="$results/$name.trx"
  say "$name"
  timeout --kill-after=30s "$project_timeout" \
    dotnet test "$project" --no-build --configuration "$configuration" \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none
  status=$?

  total=0 ok=0
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

readonly harness=tests/WebhookKit.Chaos.Tests/WebhookKit.Chaos.Tests.csproj
for project in tests/*.Tests/*.Tests.csproj; do
  [ "$project" = "$harness" ] || run_project "$project"
done

say "Formatting"
wait "$formatting" || { cat "$results/format.txt"; fail "formatting: run dotnet format"; }

run_project "$harness"

if [ "$skipped" -gt 0 ]; then
  say "Skipped"
  grep -ho '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$results"/*.trx | sed 's/.* testName="\([^"]*\)".*/\1/'
fi

say "Took $((SECONDS - started)) s"
finish
