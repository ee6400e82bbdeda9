#!/bin/bash
# Loads the example register and the example events through the public command; doing it again changes nothing.
set -euo pipefail
hemtag() { node apps/hemtag/bin/hemtag.mjs "$@"; }

hemtag apply -f examples/register --as example-loader --format json >/dev/null
node tools/example-events/dist/write.js | hemtag send - --format json
hemtag wait --timeout 900
