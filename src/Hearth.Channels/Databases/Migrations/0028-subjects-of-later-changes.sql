-- That an artifact was added is said by its row as well: the index of subjects, in which most changes of a channel were additions, has the others.
DROP INDEX change_subject;
CREATE INDEX change_subject ON change(channel, subject, revision) WHERE kind <> 'artifact.added';
