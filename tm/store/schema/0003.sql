-- Signatures are made in another way; the index is made anew when somebody looks something up.

DELETE FROM block;
