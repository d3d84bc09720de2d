package io.github.argusglue.core.config;

import io.github.argusglue.http.CertificateFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code [failover.NAME]}; may be absent. */
final class FailoverSection {
    static final RecordType KEYS = RecordType.of(FailoverConfig.class);

    /** Includes groups with faults, so that sources that name them get no additional fault. */
    private final Map<String, Optional<FailoverConfig>> groups = new LinkedHashMap<>();

    static FailoverSection bind(Node root, Binding binding, EffectiveLines effective) {
        FailoverSection section = new FailoverSection();
        Optional<Node> given = root.child("failover");
        if (given.isPresent() && !given.get().isTable()) {
            binding.fault(
                    given.get().place(),
                    "expected tables [failover.NAME], got " + given.get().kind());
        } else {
            given.ifPresent(all -> all.keys()
                    .forEach(name -> all.child(name).ifPresent(group -> section.add(group, binding, effective))));
        }
        return section;
    }

    private void add(Node group, Binding binding, EffectiveLines effective) {
        groups.put(group.name(), Optional.empty());
        if (!group.isTable()) {
            binding.fault(group.place(), "expected a table [failover.NAME], got " + group.kind());
            return;
        }
        if (!Names.isValid(group.name())) {
            binding.fault(group.place(), Names.problem("a failover group", group.name()));
        }
        List<RecordType.Line> lines = new ArrayList<>();
        KEYS.refuseUnknown(group, List.of(), binding);
        FailoverConfig config = (FailoverConfig) KEYS.bindKeys(group, binding, lines);
        groups.put(group.name(), Optional.ofNullable(config));
        if (config != null) {
            config.caFile()
                    .flatMap(CertificateFiles::faultOfCaFile)
                    .ifPresent(fault -> binding.fault(group.placeOf("ca_file"), fault));
        }
        effective.add(group.place().path(), lines);
    }

    /** Reports a fault if a source names a group that does not exist. */
    void check(Node source, String name, Binding binding) {
        if (groups.containsKey(name)) {
            return;
        }
        String there = groups.isEmpty()
                ? "add a table [failover." + name + "]"
                : "existing groups: " + String.join(", ", groups.keySet()) + Suggestion.of(name, groups.keySet());
        binding.fault(source.placeOf("failover"), "there is no failover group '" + name + "'; " + there);
    }

    Map<String, FailoverConfig> usable() {
        Map<String, FailoverConfig> usable = new LinkedHashMap<>();
        groups.forEach((name, group) -> group.ifPresent(config -> usable.put(name, config)));
        return usable;
    }
}
