"""The declared objects of the bid desk."""

from tongxin.crm.bids.declared.bids import BIDS as OF_BIDS
from tongxin.crm.bids.declared.papers import PAPERS
from tongxin.crm.bids.declared.qualifying import QUALIFYING
from tongxin.crm.bids.declared.sheets import SHEETS
from tongxin.crm.bids.declared.team import TEAM

BIDS = (*OF_BIDS, *PAPERS, *TEAM, *SHEETS, *QUALIFYING)
