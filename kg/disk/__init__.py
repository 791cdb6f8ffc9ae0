"""A dataset that is larger than its memory may be: a store on disk, of which children read a backup.

The engine starts threads for a store on disk, and the process that serves must have one, so it never opens such a
store: children make it, bring it up to the change log, and read the backup. The log stays the truth; what lies on disk
can be made anew from it and the release.
"""

from kg.disk.dataset import DiskDataset, Scratch, advance, is_larger, open_on_disk, renaming, reopen

__all__ = ["DiskDataset", "Scratch", "advance", "is_larger", "open_on_disk", "renaming", "reopen"]
