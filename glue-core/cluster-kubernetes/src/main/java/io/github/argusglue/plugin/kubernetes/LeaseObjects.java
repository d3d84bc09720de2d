package io.github.argusglue.plugin.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a cluster look like. Each change makes a copy that still has the uid and the resource version of
 * what was read. With both, Kubernetes refuses the change if the object was changed, deleted or created again
 * meanwhile. The uid alone does it for a deleted Lease, which a PUT would otherwise create again.
 */
final class LeaseObjects {
    /** Label of everything that belongs to a cluster; its value is the prefix. */
    static final String CLUSTER = "argusglue.github.io/cluster";

    /** Label for what an object is about. */
    static final String KIND = "argusglue.github.io/kind";

    static final String MEMBER = "member";
    static final String SOURCE = "source";

    private static final String STATE = "state";
    private static final String NAME = "argusglue.github.io/name";
    private static final String INFO = "argusglue.github.io/info";
    private static final String VALUES = "argusglue.github.io/values";
    private static final String DATA = "value";

    private final String prefix;
    private final ObjectNames names;
    private final InstantSource clock;

    LeaseObjects(String prefix, InstantSource clock) {
        this.prefix = prefix;
        this.names = new ObjectNames(prefix);
        this.clock = clock;
    }

    String memberName(String member) {
        return names.member(member);
    }

    String sourceName(String source) {
        return names.source(source);
    }

    String valueName(String source, long number) {
        return names.value(source, number);
    }

    static boolean isOfMember(Lease lease) {
        return MEMBER.equals(lease.getMetadata().getLabels().get(KIND));
    }

    static boolean isOfSource(Lease lease) {
        return SOURCE.equals(lease.getMetadata().getLabels().get(KIND));
    }

    /** Returns the name of the member or source that a Lease is about. */
    static String name(Lease lease) {
        return annotation(lease, NAME);
    }

    /** Returns the text of a member. */
    static String info(Lease lease) {
        return annotation(lease, INFO);
    }

    static StoredValues values(Lease lease) {
        return StoredValues.parse(annotation(lease, VALUES));
    }

    private static String annotation(Lease lease, String key) {
        Map<String, String> annotations = lease.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }

    Lease newMember(Holder holder, String info, Duration ttl) {
        ZonedDateTime now = now();
        return new LeaseBuilder()
                .withMetadata(metadata(MEMBER, names.member(holder.member()), holder.member()))
                .editMetadata()
                .addToAnnotations(INFO, info)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder.identity())
                // Whole seconds: rounded up, because a session may end late.
                .withLeaseDurationSeconds(Math.toIntExact(ttl.plusMillis(999).toSeconds()))
                .withAcquireTime(now)
                .withRenewTime(now)
                .endSpec()
                .build();
    }

    Lease renewed(Lease lease) {
        ZonedDateTime before = lease.getSpec().getRenewTime();
        ZonedDateTime now = now();
        // A change that changes nothing gets no new resource version, and others see no renewal.
        ZonedDateTime next = before != null && before.isEqual(now) ? now.plus(1, ChronoUnit.MICROS) : now;
        return new LeaseBuilder(lease).editSpec().withRenewTime(next).endSpec().build();
    }

    Lease described(Lease lease, String info) {
        return new LeaseBuilder(renewed(lease))
                .editMetadata()
                .addToAnnotations(INFO, info)
                .endMetadata()
                .build();
    }

    Lease newSource(String source, Holder holder) {
        return new LeaseBuilder()
                .withMetadata(metadata(SOURCE, names.source(source), source))
                .withNewSpec()
                .withHolderIdentity(holder.identity())
                .withLeaseTransitions(0)
                .withAcquireTime(now())
                .endSpec()
                .build();
    }

    Lease owned(Lease lease, Holder holder) {
        @Nullable Integer transitions = lease.getSpec().getLeaseTransitions();
        return new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity(holder.identity())
                .withLeaseTransitions(transitions == null ? 1 : transitions + 1)
                .withAcquireTime(now())
                .endSpec()
                .build();
    }

    Lease freed(Lease lease) {
        return new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity(null)
                .endSpec()
                .build();
    }

    Lease withValues(Lease lease, StoredValues values) {
        return new LeaseBuilder(lease)
                .editMetadata()
                .addToAnnotations(VALUES, values.toString())
                .endMetadata()
                .build();
    }

    /** Returns a Secret that nothing can change any more. */
    Secret newValue(String source, String name, long number, byte[] value) {
        return new SecretBuilder()
                .withMetadata(metadata(STATE, names.value(source, number), source + "/" + name))
                .withType("argusglue.github.io/state")
                .withImmutable(true)
                .addToData(DATA, Base64.getEncoder().encodeToString(value))
                .build();
    }

    static byte[] content(Secret secret) {
        Map<String, String> data = secret.getData();
        @Nullable String text = data == null ? null : data.get(DATA);
        return text == null ? new byte[0] : Base64.getDecoder().decode(text);
    }

    private ObjectMeta metadata(String kind, String objectName, String name) {
        return new ObjectMetaBuilder()
                .withName(objectName)
                .addToLabels("app.kubernetes.io/managed-by", "argus-glue")
                .addToLabels(CLUSTER, prefix)
                .addToLabels(KIND, kind)
                .addToAnnotations(NAME, name)
                .build();
    }

    private ZonedDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }
}
