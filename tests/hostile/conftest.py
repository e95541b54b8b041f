"""Only where the system has limits for processes, and pseudo-terminals."""

from __future__ import annotations

import os

collect_ignore_glob = [] if os.name == "posix" else ["*"]
