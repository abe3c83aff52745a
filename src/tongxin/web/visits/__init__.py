"""Visits, meetings, calls, mails and notes: logged in seconds, read, corrected; and lines of time."""
