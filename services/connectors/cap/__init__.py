"""The Common Alerting Protocol 1.2: warnings out as alerts with their updates and cancels, alerts and feeds in."""
