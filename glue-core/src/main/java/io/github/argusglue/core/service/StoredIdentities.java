package io.github.argusglue.core.service;

import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.identity.WriterIdentity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom the sources write as in Argus, as the state folder says; asks nobody. */
public final class StoredIdentities {
    private final Map<String, WriterIdentity> bySource = new LinkedHashMap<>();

    /** Reads nothing. */
    public StoredIdentities(GlueConfig config) {
        OwnerClaims claims = new OwnerClaims();
        for (SourceConfig source : config.sources()) {
            bySource.put(source.name(), SourceSettingsFactory.identity(config, source, config.stateDir(), claims));
        }
    }

    /** Returns what is wrong with the owners of tokens that were looked at and have not changed since. */
    public List<String> refusals() {
        return bySource.values().stream()
                .flatMap(identity -> identity.rejection().stream())
                .toList();
    }

    /**
     * Takes whatever owner the token of a source has the next time.
     *
     * @return whom it has written as so far, for people
     * @throws IOException if that cannot be written down
     */
    public String adopt(String source) throws IOException {
        WriterIdentity identity = bySource.get(source);
        if (identity == null) {
            throw new IllegalArgumentException("there is no source '" + source + "'");
        }
        return identity.forgetOwner();
    }
}
