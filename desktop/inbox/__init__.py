"""The inbox: what an officer has to know, on any seat."""
