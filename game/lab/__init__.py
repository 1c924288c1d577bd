"""The lab: experiments of many paired runs, their designs, their tables, what they show."""
