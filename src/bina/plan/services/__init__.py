"""Acts of the yearly plan that other parts of the program call."""

from bina.plan.services.computing import compute_now, request_plan
from bina.plan.services.lifecycle import approve as approve_plan
from bina.plan.services.lifecycle import discard as discard_plan
from bina.plan.services.lifecycle import submit as submit_plan

__all__ = ["approve_plan", "compute_now", "discard_plan", "request_plan", "submit_plan"]
