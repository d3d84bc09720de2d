package io.github.argusglue.core.config;

import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.NotSecret;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source: the keys of {@code [sources.NAME]} that all adapters share. All other keys of the table belong to the
 * adapter, see {@link SourceTable}.
 *
 * @param name name of the table
 * @param type type of the adapter
 * @param argus name of the Argus server
 * @param argusToken the source's own token in Argus
 * @param token settings of that token
 * @param interval time between two snapshots
 * @param snapshotTimeout timeout of a snapshot
 * @param maxAnswerBytes maximum size of one answer of the source
 * @param tags added to all incidents of the source
 * @param onPersonClose what to do with incidents that people closed although the alert continues
 * @param personCloseHolds how long a person's close lasts at most, if starts do not distinguish occurrences
 * @param reopenWithin an alert that returns within this time after its end continues in the same incident
 * @param closeUnknown whether to close open incidents of this source that match no alert
 * @param updateInterval minimum time between two changes of one incident
 * @param heartbeat time between two heartbeats to Argus; zero for never
 * @param massClose when a close has to be confirmed by a second snapshot
 * @param hookToken token that webhooks must send
 * @param openHook whether webhooks are accepted without a token
 * @param openAfter how long an alert must be open before it gets an incident
 * @param closeAfter how long an alert must be absent before its incident is closed
 * @param flap when an alert is flapping
 * @param suppressed what to do with alerts that are suppressed in the source
 * @param maxOpen maximum number of open incidents; 0 for no limit
 * @param rules changes to some of the alerts
 * @param failover name of the primary that this source is on standby for
 * @param pin the only processes of the cluster that may own it; empty for all
 */
@CommonKeys({"tags", "hook_token"})
public record SourceConfig(
        @TableName String name,

        @Doc("Type of the adapter that reads this source; `argus-glue plugins` lists the types")
        String type,

        @Doc("Name of the Argus server: NAME of `[argus.NAME]`") @Default("default")
        String argus,

        @Doc("Token of this source in Argus; each source needs its own")
        Secret argusToken,

        @Inline TokenConfig token,

        @Doc("Time between two snapshots of the source. Some types have another default")
        @Default("30s")
        @Range(min = "1s", max = "1h")
        Duration interval,

        @Doc("Timeout of a snapshot; the adapter is then restarted") @Default("1m") @Range(min = "1s", max = "1h")
        Duration snapshotTimeout,

        @Doc("Maximum size of one answer of the source in bytes, after decompression; a larger one is a failure. Never"
                + " more than a sixteenth of the memory that Java may use")
        @Default("67108864")
        @Range(min = "65536", max = "1073741824")
        long maxAnswerBytes,

        @NotSecret @Doc("Tags that are added to every incident of this source, such as `{ site = \"oslo\" }`")
        Map<String, String> tags,

        @Doc("What to do if a person closed an incident in Argus but the alert continues: `respect` leaves"
                + " it closed until "
                + "the alert has ended and starts again, `reopen` reopens it")
        @Default("respect")
        OnPersonClose onPersonClose,

        @Doc("Maximum time that such an incident stays closed while the alert continues; then it is"
                + " reopened. Only for alerts whose "
                + "start can change, such as those of Alertmanager: if the start distinguishes"
                + " occurrences, the close "
                + "lasts as long as the occurrence")
        @Default("1d")
        @Range(min = "1m", max = "365d")
        Duration personCloseHolds,

        @Doc("An alert that returns within this time after its end continues in the same incident")
        @Default("15m")
        @Range(min = "0s", max = "7d")
        Duration reopenWithin,

        @Doc("Whether to close open incidents of this source in Argus that argus-glue did not create and the adapter "
                + "does not recognise")
        @Default("false")
        boolean closeUnknown,

        @Doc("Minimum time between two changes of an incident; a change of the level is sent at once")
        @Default("1m")
        @Range(min = "0s", max = "1d")
        Duration updateInterval,

        @Doc("Time between two heartbeats that tell Argus that this source is alive; at most one per"
                + " `interval`. `0s` for never")
        @Default("1m")
        @Range(min = "0s", max = "1d")
        Duration heartbeat,

        @Doc("Limits of the mass close guard: if more incidents than the larger of these limits are to be"
                + " closed because their alerts are absent, a later snapshot, taken at least one "
                + "`interval` after the first that missed them, has to confirm it. Closing all open incidents "
                + "always has to be confirmed")
        @Default("{}")
        MassClose massClose,

        @Doc("Token that webhooks to `/hooks/NAME` must send: as `Authorization: Bearer …`, as the password of Basic "
                + "authentication, or in the header `X-Hook-Token`")
        Optional<Secret> hookToken,

        @Doc("Accept webhooks without a token from everyone on this machine. Requires that `listen` of"
                + " `[http]` is a loopback address")
        @Default("false")
        boolean openHook,

        @Doc("How long an alert must be open before it gets an incident") @Default("0s") @Range(min = "0s", max = "1d")
        Duration openAfter,

        @Doc("How long an alert must have been absent or ended before its incident is closed. The end time is when "
                + "it was first missed, or what the source reports")
        @Default("0s")
        @Range(min = "0s", max = "1d")
        Duration closeAfter,

        @Doc("Keep the incident of a flapping alert open; `{}` enables this with the defaults")
        Optional<Flap> flap,

        @Doc("What to do with alerts that are in maintenance, in a downtime or silenced in the source, if its adapter"
                + " reports that: `show` opens them like others, with the tag `suppressed=true`; `hold` does not open"
                + " them while that lasts, and leaves open incidents as they are; `drop` does not open them, and ends"
                + " open incidents")
        @Default("show")
        Suppressed suppressed,

        @Doc("Maximum number of alerts to show, the most severe first; one more incident reports how many"
                + " others there are. "
                + "0 for no limit")
        @Default("0")
        @Range(min = "0", max = "1000000")
        int maxOpen,

        @Doc("Rules that change or drop alerts: `[[sources.NAME.rules]]`, applied from top to bottom")
        List<RuleConfig> rules,

        @Doc("Failover group of this source, NAME of `[failover.NAME]`: the source is only kept in step"
                + " while the primary is down, "
                + "and is otherwise on standby")
        Optional<String> failover,

        @NotSecret
        @Doc("With `[cluster]`: names of the only processes that may own this source, for example because only they"
                + " reach it. Default: all")
        List<String> pin) {

    /**
     * Checks values that Argus would reject.
     *
     * @throws IllegalArgumentException if the key of a tag or a token is invalid
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
                    "'" + key + "' must be one line of printable ASCII without spaces, only containing the token");
        }
    }

    static void requireTag(String key, String value) {
        try {
            new Tag(key, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'tags': " + e.getMessage(), e);
        }
    }
}
