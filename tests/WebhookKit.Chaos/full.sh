#!/usr/bin/env bash
# Runs every fault in its full size, on every store it applies to, and writes docs/reliability-report.md. It takes hours;
# --only R-1,R-4 takes some of it, --shrink 20 makes it small. The options are those of `all`, see --help of the program.
# Ends with 0 where everything has passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export MSBUILDDISABLENODEREUSE=1
dotnet build tests/WebhookKit.Chaos --configuration Release --nologo --verbosity quiet
mkdir -p artifacts
# Replaces this shell: a signal goes to the program, which ends what it has started.
exec dotnet tests/WebhookKit.Chaos/bin/Release/net10.0/WebhookKit.Chaos.dll all \
  --report docs/reliability-report.md --json artifacts/reliability-report.json "$@"
