-- How many bytes of repodata.json a name takes, and all of a subdir at each publication: see ListedSizes. Unknown for what was shown before.
ALTER TABLE summary ADD COLUMN listed {bytes};
ALTER TABLE publication ADD COLUMN listed {bytes};
