-- How large a picture is shown, in pixels; nothing for a file that is only offered.
alter table attachments add column picture_width bigint;
alter table attachments add column picture_height bigint;
