package io.github.argusglue.plugin.nagios.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Keys in blocks of status.dat and objects.cache. */
enum Field {
    HOST_NAME,
    SERVICE_DESCRIPTION,
    CURRENT_STATE,
    CREATED,
    PROGRAM_START,
    HAS_BEEN_CHECKED,
    STATE_TYPE,
    LAST_CHECK,
    LAST_TIME_OK,
    LAST_TIME_UP,
    LAST_STATE_CHANGE,
    LAST_HARD_STATE_CHANGE,
    PLUGIN_OUTPUT,
    PROBLEM_HAS_BEEN_ACKNOWLEDGED,
    ACKNOWLEDGEMENT_END_TIME,
    SCHEDULED_DOWNTIME_DEPTH,
    IS_FLAPPING,
    NOTIFICATIONS_ENABLED,
    COMMENT_ID,
    ENTRY_TYPE,
    ENTRY_TIME,
    AUTHOR,
    COMMENT_DATA,
    COMMENT,
    IS_IN_EFFECT,
    END_TIME,
    ALIAS,
    DISPLAY_NAME,
    ADDRESS,
    NOTES_URL,
    CONTACT_GROUPS,
    HOSTGROUP_NAME,
    SERVICEGROUP_NAME,
    MEMBERS;

    static final int COUNT = values().length;

    @SuppressWarnings("ImmutableEnumChecker") // Never changed.
    private final byte[] key = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

    /** Returns where the value begins if the line has this key; otherwise -1. */
    int valueIn(byte[] bytes, int from, int to) {
        int end = from + key.length;
        return end < to
                        && (bytes[end] == '=' || bytes[end] == '\t')
                        && bytes[from] == key[0]
                        && Arrays.equals(key, 0, key.length, bytes, from, end)
                ? end + 1
                : -1;
    }
}
