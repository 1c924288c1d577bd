"""Everything a person touches: window, session, batch runs and classroom."""
