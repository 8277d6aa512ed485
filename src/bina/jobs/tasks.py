"""The one task that the worker runs: a job by its row."""

from django_tasks import task

from bina.jobs import services


@task()
def run_job(job_id: int) -> None:
    """Run the job; its row tells how it ended."""
    services.run(job_id)
