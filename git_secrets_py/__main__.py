"""``python -m git_secrets_py``."""

import sys

try:
    from git_secrets_py.cli.main import main
except KeyboardInterrupt:
    sys.exit(130)  # before ``main`` can catch it

sys.exit(main())
