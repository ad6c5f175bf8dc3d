"""Who may see and write which site: the table of the logins, and the functions that the policies ask.

All of them go by `session_user`, the login by which somebody came in: no setting and no SET ROLE changes it. They run
with the rights of the tables' owner, who looks the login up, and with a fixed search path, so that no table of
somebody's own takes the place of ours.
"""

from __future__ import annotations

_OWNERS = "SECURITY DEFINER SET search_path = public, pg_temp"

_TABLE = (
    """CREATE TABLE login (
        login TEXT COLLATE "C" NOT NULL, site TEXT COLLATE "C" NOT NULL, person TEXT COLLATE "C" NOT NULL,
        PRIMARY KEY (login, site, person))""",
    "CREATE INDEX login_person ON login (site, person) WHERE person <> ''",
)

# The sites of this login: what it may write, and all that it may see unless it is head office's.
_SITES = f"""CREATE FUNCTION tsk_sites() RETURNS SETOF text LANGUAGE sql STABLE ROWS 5 {_OWNERS} AS $$
    SELECT DISTINCT l.site FROM login l WHERE l.login = session_user::text $$"""

# Whether no row is hidden from this login: head office's, or one that acts as the owner of the tables.
_ALL = f"""CREATE FUNCTION tsk_sees_all() RETURNS boolean LANGUAGE sql STABLE {_OWNERS} AS $$
    SELECT pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'login'::regclass), 'MEMBER')
        OR EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'tsk_office' AND pg_has_role(session_user, r.oid, 'MEMBER'))
$$"""

# The texts that hold what is asked, of the sites that this login sees. Each text bears its site as one more word, so
# that the index itself leaves out what other sites wrote. With row-level security alone it could not be used at all:
# @@ might tell of a row before its policy was asked, and every text of the site would be read.
_FOUND = f"""CREATE OR REPLACE FUNCTION tsk_found(asked tsquery)
    RETURNS SETOF bigint LANGUAGE sql STABLE {_OWNERS} AS $$
    SELECT p.doc FROM search_pairs p WHERE p.pairs @@ (SELECT CASE WHEN tsk_sees_all() THEN asked ELSE asked && (
        SELECT string_agg(quote_literal('@' || s), ' | ')::tsquery FROM tsk_sites() s) END) $$"""

# Whether a step may stand under that name. `system` is the desk itself, and takes only the steps that are its own. A
# login of named people writes as one of them; any other as anybody who is not another login's. What an incident still
# owes to the complaints linked to it is done in the name of who ended it; and one undoes only what is one's own. Of
# a site that is not this login's it tells nothing.
_THEIRS = f"""CREATE FUNCTION tsk_is_theirs(at_site text, who text, step text, under text, said text)
    RETURNS boolean LANGUAGE plpgsql STABLE {_OWNERS} AS $$
DECLARE
  command text[] := string_to_array(regexp_replace(under, '^[0-9]+:', ''), ':');
BEGIN
  IF NOT EXISTS (SELECT FROM login l WHERE l.login = session_user::text AND l.site = at_site)
    THEN RETURN false; END IF;
  IF who = 'system' THEN RETURN step IN ({{by_desk}}); END IF;
  IF step = 'undone' AND NOT EXISTS (SELECT FROM event e
      WHERE e.site = at_site AND e.key = said::json->>'key' AND e.actor IN (who, 'system')) THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM login l WHERE l.login = session_user::text AND l.site = at_site AND l.person = who)
    THEN RETURN true; END IF;
  IF NOT EXISTS (SELECT FROM login l WHERE l.site = at_site AND l.person <> ''
      AND (l.login = session_user::text OR l.person = who)) THEN RETURN true; END IF;
  RETURN step IN ('replied', 'unlinked') AND command[1] = 'incident' AND EXISTS (SELECT FROM event i
      WHERE i.site = at_site AND i.kind = 'incident' AND i.id::text = command[2] AND i.actor = who
      AND i.type IN ('incident_resolved', 'incident_cancelled'));
END $$"""

# Whether the complaint was recorded, by its first step, in this very transaction: then its closing is no review but the
# settling of a matter on the spot.
_NEW = f"""CREATE FUNCTION tsk_is_new(at_site text, complaint bigint)
    RETURNS boolean LANGUAGE plpgsql VOLATILE {_OWNERS} AS $$
BEGIN
  RETURN EXISTS (SELECT FROM event e WHERE e.site = at_site AND e.kind = 'complaint' AND e.id = complaint
      AND e.seq = 1 AND e.type = 'registered' AND e.xmin = pg_current_xact_id()::xid);
END $$"""

BY_DESK = ("assigned", "corrected", "escalated", "linked", "resumed")  # the steps that the desk takes by itself
LOGINS = (
    *_TABLE,
    _SITES,
    _ALL,
    _FOUND,
    _THEIRS.replace("{by_desk}", ", ".join(f"'{step}'" for step in BY_DESK)),
    _NEW,
)
