"""What models of risk reckon with: scans for clusters, expected counts with their bands."""
