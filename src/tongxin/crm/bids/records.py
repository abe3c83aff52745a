"""The declared objects of the bid desk."""

from tongxin.crm.bids.declared.bids import BIDS as OF_BIDS

BIDS = (*OF_BIDS,)
