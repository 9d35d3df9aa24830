"""``./lieu publish``: copies ``public/`` to an ordinary web host, over SFTP or FTPS.

Only what changed is sent, aside first, and put in place once all of it has arrived: a line that breaks leaves the site
as it was. Only what this command put there is ever erased: what that is, it notes on the host, in ``.lieu/``.
"""

from __future__ import annotations

from .remote import Remote, Target, connect, target
from .sync import synchronise
from .sync_plan import PublishedFiles, SyncPlan, plan

__all__ = ["PublishedFiles", "Remote", "SyncPlan", "Target", "connect", "plan", "synchronise", "target"]
