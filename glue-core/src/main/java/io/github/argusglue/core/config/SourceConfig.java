package io.github.argusglue.core.config;

import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One source: the keys of {@code [sources.NAME]} that are the same for every adapter. All other keys of the table are
 * the adapter's, see {@link SourceTable}.
 *
 * @param name of the table
 * @param type which adapter
 * @param argus name of the Argus server
 * @param argusToken the source's own token there
 * @param token what is known of that token, and whether to renew it
 * @param interval time between two snapshots
 * @param snapshotTimeout longest time one snapshot may take
 * @param tags added to each of the source's incidents
 * @param onPersonClose what to do about alerts that people closed in Argus
 * @param personCloseHolds how long a person's close holds at most, where starts do not tell occurrences apart
 * @param reopenWithin an alert that comes back within this time after its end goes on in the same incident
 * @param closeUnknown whether to close open incidents of this source that no alert can be found for
 * @param updateInterval shortest time between two changes of one incident
 * @param heartbeat how often Argus is told that the source is alive; zero for never
 * @param massClose when to ask for a second snapshot before closing
 * @param hookToken what webhooks have to bring
 * @param openHook whether webhooks need bring nothing
 * @param openAfter how long an alert must have been seen open before it gets an incident
 * @param closeAfter how long an alert must have been absent before its incident is ended
 * @param flap when an alert comes and goes too often to be followed
 * @param maxOpen how many incidents may be open at once; 0 for any number
 * @param rules what is to be different about some of the alerts
 * @param failover name of the primary that this source stands by for
 */
public record SourceConfig(
        @TableName String name,

        @Doc("Which adapter reads this source; `argus-glue plugins` lists them")
        String type,

        @Doc("Name of the Argus server: NAME of `[argus.NAME]`") @Default("default")
        String argus,

        @Doc("Token of this source in Argus; each source needs one of its own")
        Secret argusToken,

        @Inline TokenConfig token,

        @Doc("Time between two snapshots of the source") @Default("30s") @Range(min = "1s", max = "1h")
        Duration interval,

        @Doc("Longest time that one snapshot may take; then the adapter is stopped and started anew")
        @Default("1m")
        @Range(min = "1s", max = "1h")
        Duration snapshotTimeout,

        @Doc("Tags that every incident of this source gets, such as `{ site = \"oslo\" }`")
        Map<String, String> tags,

        @Doc("When a person has closed an incident in Argus and the alert goes on: `respect` leaves it closed until "
                + "the alert has ended and comes back, `reopen` opens it again")
        @Default("respect")
        OnPersonClose onPersonClose,

        @Doc(
                "How long such an alert stays closed at most while it goes on; then it is opened again. Only for alerts whose "
                        + "start may move, such as an Alertmanager's: where a start tells one occurrence from the next, a close "
                        + "holds for as long as the occurrence lasts")
        @Default("1d")
        @Range(min = "1m", max = "365d")
        Duration personCloseHolds,

        @Doc("An alert that comes back within this time after its end goes on in the same incident")
        @Default("15m")
        @Range(min = "0s", max = "7d")
        Duration reopenWithin,

        @Doc("Whether to close open incidents of this source in Argus that argus-glue did not make and the adapter "
                + "does not recognise")
        @Default("false")
        boolean closeUnknown,

        @Doc("Shortest time between two changes of one incident; a change of its level is sent at once")
        @Default("1m")
        @Range(min = "0s", max = "1d")
        Duration updateInterval,

        @Doc(
                "Tell Argus so often that this source is alive, as long as it is; `0s` for never. At most once an `interval`")
        @Default("1m")
        @Range(min = "0s", max = "1d")
        Duration heartbeat,

        @Doc("How many incidents may end because their alerts are gone before a later snapshot, taken at least one "
                + "`interval` after the first that missed them, has to agree: the larger of these. When everything "
                + "would end, it always has to")
        @Default("{}")
        MassClose massClose,

        @Doc("Webhooks to `/hooks/NAME` have to bring this: as `Authorization: Bearer …`, as the password of Basic "
                + "authentication, or in a header `X-Hook-Token`")
        Optional<Secret> hookToken,

        @Doc("Take webhooks from everybody on this machine. Only where `listen` of `[http]` is a loopback address")
        @Default("false")
        boolean openHook,

        @Doc("An alert gets an incident only when it has been seen open for so long")
        @Default("0s")
        @Range(min = "0s", max = "1d")
        Duration openAfter,

        @Doc(
                "An incident is ended only when its alert has been absent, or over, for so long; the end is dated back to when "
                        + "it was first missed, or to what the source says")
        @Default("0s")
        @Range(min = "0s", max = "1d")
        Duration closeAfter,

        @Doc("Keep the incident of an alert that comes and goes all the time open; `{}` for the defaults, off without")
        Optional<Flap> flap,

        @Doc("Show at most so many alerts, the most severe ones, and one incident that says how many more there are; "
                + "0 is no limit")
        @Default("0")
        @Range(min = "0", max = "1000000")
        int maxOpen,

        @Doc(
                "What is to be different about some of the alerts: `[[sources.NAME.rules]]`, worked off from top to bottom")
        List<RuleConfig> rules,

        @Doc(
                "Only while the primary of this name, NAME of `[failover.NAME]`, is down, is this source kept in step; until "
                        + "then it stands by")
        Optional<String> failover) {

    /**
     * Checks what Argus would refuse.
     *
     * @throws IllegalArgumentException if a tag's key or a token cannot be right
     */
    public SourceConfig {
        tags.forEach((key, value) -> requireTag(key, value));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        requireToken("argus_token", argusToken);
        hookToken.ifPresent(secret -> requireToken("hook_token", secret));
    }

    private static void requireToken(String key, Secret token) {
        if (!token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "'" + key + "' must be one line of printable ASCII without spaces: give the token alone");
        }
    }

    private static void requireTag(String key, String value) {
        try {
            new Tag(key, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'tags': " + e.getMessage(), e);
        }
    }
}
