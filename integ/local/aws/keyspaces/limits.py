"""The service's limits, which are data: limits.json."""

import json
from pathlib import Path
from types import SimpleNamespace

LIMITS = json.loads(Path(__file__).with_name('limits.json').read_text(), object_hook=lambda entries: SimpleNamespace(**entries))
