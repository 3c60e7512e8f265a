-- Purpose: signing in with an organisation's own accounts, whose issuer names the authority by its id or its SIREN.

-- The authority that a signed token names, and what it last recorded: one look-up a request, as `authenticate` for
-- tokens. Never the installation: administrators use tokens.
create function find_authority(named_id uuid, named_siren text)
returns table (authority_id uuid, cursor_key bytea, last_seq bigint, last_recorded_at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  caller_authority text := current_setting('app.authority', true);
begin
  -- Which authorities there are is the installation's to see.
  perform set_config('app.authority', installation()::text, true);
  return query
    select a.authority_id, a.cursor_key, a.last_seq, a.last_recorded_at
    from authority a
    where (a.authority_id = named_id or a.siren = named_siren) and a.authority_id <> installation();
  perform set_config('app.authority', coalesce(caller_authority, ''), true);
end $$;
revoke execute on function find_authority(uuid, text) from public;
grant execute on function find_authority(uuid, text) to quotepart_app;
