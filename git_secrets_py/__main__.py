"""``python -m git_secrets_py``."""

import sys

from git_secrets_py.cli.main import main

sys.exit(main())
