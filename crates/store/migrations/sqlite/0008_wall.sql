-- The wall. SQLite has no users and no policies for rows: each connection that reads for somebody raises the wall for itself
-- (`wall.rs`), and nothing of it is in the file.
SELECT 1;
