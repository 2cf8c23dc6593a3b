-- Every request of a key updates the key's one row: a flush to disk each time would make them queue behind the disk.
-- What a crash may cost is what a bucket had left; it comes back full.
ALTER TABLE "RateBucket" SET UNLOGGED;
