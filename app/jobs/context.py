"""What a job is given."""

from dataclasses import dataclass

from app.billing.desk import Billing
from app.core.platform import Platform


@dataclass(frozen=True)
class JobContext:
    """The ground of the process that runs the job."""

    platform: Platform
    billing: Billing
