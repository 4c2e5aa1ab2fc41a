"""Joint meetings: the list of tickets that none will own, meetings on a timetable, decisions that bind."""
