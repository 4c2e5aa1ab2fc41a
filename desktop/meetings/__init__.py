"""The window of joint meetings: what waits, meetings with their minutes, days lost, decisions."""
