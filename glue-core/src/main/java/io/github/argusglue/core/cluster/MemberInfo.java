package io.github.argusglue.core.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member tells the others about itself, as JSON. Unknown keys are ignored, and missing ones have defaults, so
 * that versions can differ during an upgrade.
 *
 * @param version version of its program
 * @param configuration fingerprint of the names and pins of its sources
 * @param leaving whether it is about to end, so that it gets no sources
 * @param cutOff Argus servers that it cannot reach
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MemberInfo(String version, String configuration, boolean leaving, List<String> cutOff) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final MemberInfo UNREADABLE = new MemberInfo("?", "", false, List.of());

    /** Replaces what is missing. */
    public MemberInfo(
            @Nullable String version, @Nullable String configuration, boolean leaving, @Nullable List<String> cutOff) {
        this.version = version == null ? "?" : version;
        this.configuration = configuration == null ? "" : configuration;
        this.leaving = leaving;
        this.cutOff = cutOff == null ? List.of() : List.copyOf(cutOff);
    }

    String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is always JSON", e);
        }
    }

    static MemberInfo parse(String json) {
        try {
            MemberInfo info = MAPPER.readValue(json, MemberInfo.class);
            return info == null ? UNREADABLE : info;
        } catch (JsonProcessingException e) {
            return UNREADABLE;
        }
    }
}
