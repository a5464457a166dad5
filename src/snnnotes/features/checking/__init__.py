"""What is not right in a notebook, and the changes that mend what has one right answer."""

from snnnotes.features.checking.checking import Checked, check_notebook
from snnnotes.features.checking.fixing import plan_fixes

__all__ = ["Checked", "check_notebook", "plan_fixes"]
