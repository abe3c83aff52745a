"""Two small files that the demo world keeps with a deal, made when the world is."""

from io import BytesIO

import xlsxwriter

from tongxin.demo.words import Words

REQUIREMENTS_NAME = "影像中心汰換案_功能需求對照表.xlsx"
NOTES_NAME = "資安會談紀錄.txt"
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("編號", "客戶需求", "出處", "我方回應"),
    ("1", "3T磁振造影兩台，檢查孔徑70公分以上", "影像醫學部", "符合"),
    ("2", "檢查等候天數由十四天降到九天", "立項書", "符合，附排程試算"),
    ("3", "影像傳輸與儲存加密", "資訊室", "符合，弱點掃描報告後補"),
    ("4", "離線時影像暫存72小時", "資訊室", "符合"),
    ("5", "神經外科每日保留兩小時時段", "神經外科", "由排程規則設定"),
    ("6", "五年維護，停機率低於2%", "醫工室", "符合，附罰則"),
)
_NOTES = """資安會談紀錄

出席：鄧書豪主任、程思媛工程師；我方沈予安、羅宇翔

一、弱點掃描報告沒有交之前，資訊室不會在評選表簽名。
二、影像傳輸要加密，金鑰由院方保管。
三、離線時影像至少暫存 72 小時，恢復後自動補傳。
四、測試主機由我方提供，架在院方測試網段。
"""


def requirements_workbook(words: Words) -> bytes:
    """Return a workbook that sets the customer's requirements beside our answers."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(words.told("功能需求對照"))
        head = book.add_format({"bold": True, "bottom": 1})
        for number, row in enumerate(words.told(_ROWS)):
            sheet.write_row(number, 0, row, head if number == 0 else None)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 3, 24)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def meeting_notes(words: Words) -> bytes:
    """Return the notes of a meeting as plain text."""
    return words.told(_NOTES).encode()
