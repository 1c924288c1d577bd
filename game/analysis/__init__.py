"""Analyses of futures: pure functions of worlds and plans. No drawing, no session, no clock."""
