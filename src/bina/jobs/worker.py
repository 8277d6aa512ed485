"""The worker process: ends what a dead worker left, then runs queued work one after the other."""

import os
import threading
from collections.abc import Callable

TICK_SECONDS = 60.0


def main() -> None:
    """`python -m bina.jobs.worker`, started by `bina serve`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bina.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from bina.jobs import services

    services.end_orphans(0)  # this is the only worker: whatever "runs" now lost its process
    threading.Thread(target=services.warm, daemon=True).start()
    threading.Thread(target=keep_ticking, args=(services.tick,), daemon=True).start()
    call_command("db_worker", interval=0.5, startup_delay=False, reload=False, verbosity=0)


def keep_ticking(tick: Callable[[], object]) -> None:
    """Ask once a minute what is due; ends with the process."""
    from django.db import close_old_connections

    pause = threading.Event()
    while not pause.wait(TICK_SECONDS):
        close_old_connections()
        tick()


if __name__ == "__main__":
    main()
