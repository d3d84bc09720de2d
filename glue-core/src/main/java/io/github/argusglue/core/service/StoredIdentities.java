package io.github.argusglue.core.service;

import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.identity.WriterIdentity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Argus users that the sources write as, from the state folder; sends no requests. */
public final class StoredIdentities {
    private final Map<String, WriterIdentity> bySource = new LinkedHashMap<>();

    /** Reads nothing. */
    public StoredIdentities(GlueConfig config) {
        OwnerClaims claims = new OwnerClaims();
        for (SourceConfig source : config.sources()) {
            bySource.put(source.name(), SourceSettingsFactory.identity(config, source, config.stateDir(), claims));
        }
    }

    /** Returns the errors about tokens whose owner is known to be wrong and which have not changed since. */
    public List<String> refusals() {
        return bySource.values().stream()
                .flatMap(identity -> identity.rejection().stream())
                .toList();
    }

    /**
     * Accepts the owner that the token of a source has at the next check.
     *
     * @return the previous user, as text
     * @throws IOException if the state cannot be written
     */
    public String adopt(String source) throws IOException {
        WriterIdentity identity = bySource.get(source);
        if (identity == null) {
            throw new IllegalArgumentException("there is no source '" + source + "'");
        }
        return identity.forgetOwner();
    }
}
