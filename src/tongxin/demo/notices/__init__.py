"""Public notices that the demo world knows; where they come from: `SOURCE.txt` beside them."""

from pathlib import Path

FILE = Path(__file__).with_name("tw_tenders_2026.csv")
