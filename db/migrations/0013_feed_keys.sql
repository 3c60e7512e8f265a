-- Purpose: keys of calendar feeds, which read deadlines and nothing else, and their revocations.

-- The key itself is stored nowhere: `hash` is its SHA-256. It names its authority, so that it is found within its walls.
create table feed_key (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  name text not null,
  hash bytea not null,
  expires_at timestamptz,
  constraint feed_key_pkey primary key (authority_id, id),
  constraint feed_key_hash_once unique (authority_id, hash),
  constraint feed_key_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint feed_key_name_length check (char_length(name) between 1 and 300),
  constraint feed_key_hash_length check (octet_length(hash) = 32),
  constraint feed_key_expires_later check (expires_at > recorded_at)
);
call keep_for_ever('feed_key');

create table feed_key_revocation (
  authority_id uuid not null,
  feed_key_id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  constraint feed_key_revocation_pkey primary key (authority_id, feed_key_id),
  constraint feed_key_revocation_feed_key_fk foreign key (authority_id, feed_key_id) references feed_key,
  constraint feed_key_revocation_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred
);
call keep_for_ever('feed_key_revocation');
call define_sealed_row();
