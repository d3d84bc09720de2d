package io.github.argusglue.core.config;

import io.github.argusglue.http.CertificateFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code [argus]} for one server, {@code [argus.NAME]} for several. */
final class ArgusSection {
    static final RecordType SERVER = RecordType.of(ArgusConfig.class);
    private static final String ALONE = "default";

    /** Includes servers with faults, so that sources that name them get no additional fault. */
    private final Map<String, Optional<ArgusConfig>> servers = new LinkedHashMap<>();

    static ArgusSection bind(Node root, Binding binding, EffectiveLines effective) {
        ArgusSection section = new ArgusSection();
        Optional<Node> given = root.child("argus");
        if (given.isEmpty()) {
            binding.fault(root.placeOf("argus"), "missing; add a table [argus] with 'url'");
            return section;
        }
        Node argus = given.get();
        if (!argus.isTable()) {
            binding.fault(argus.place(), "expected a table with 'url', got " + argus.kind());
        } else if (isOneServer(argus)) {
            section.add(ALONE, argus, binding, effective);
        } else {
            argus.keys().forEach(name -> section.addNamed(name, argus, binding, effective));
        }
        return section;
    }

    private static boolean isOneServer(Node argus) {
        List<Node> children =
                argus.keys().stream().flatMap(key -> argus.child(key).stream()).toList();
        return children.isEmpty() || !children.stream().allMatch(Node::isTable);
    }

    private void addNamed(String name, Node argus, Binding binding, EffectiveLines effective) {
        argus.child(name).ifPresent(server -> {
            if (!Names.isValid(name)) {
                binding.fault(server.place(), Names.problem("an Argus server", name));
            }
            add(name, server, binding, effective);
        });
    }

    private void add(String name, Node server, Binding binding, EffectiveLines effective) {
        List<RecordType.Line> lines = new ArrayList<>();
        SERVER.refuseUnknown(server, List.of(), binding);
        ArgusConfig config = (ArgusConfig) SERVER.bindKeys(server, binding, lines);
        servers.put(name, Optional.ofNullable(config));
        if (config != null && config.isUnprotected()) {
            binding.warning(
                    server.placeOf("url"),
                    "tokens and incidents are sent unencrypted to another machine: use https://");
        }
        if (config != null) {
            config.caFile()
                    .flatMap(CertificateFiles::faultOfCaFile)
                    .ifPresent(fault -> binding.fault(server.placeOf("ca_file"), fault));
            config.clientCertificate().ifPresent(file -> checkClientCertificate(file, server, binding));
        }
        effective.add(server.place().path(), lines);
    }

    private static void checkClientCertificate(Path file, Node server, Binding binding) {
        Place place = server.placeOf("client_certificate");
        CertificateFiles.faultOfClientCertificate(file).ifPresent(fault -> binding.fault(place, fault));
        CertificateFiles.warningOfClientCertificate(file).ifPresent(warning -> binding.warning(place, warning));
    }

    /** Returns the names in the order of the file. */
    List<String> names() {
        return List.copyOf(servers.keySet());
    }

    /** Returns a server; empty if it does not exist or has faults. */
    Optional<ArgusConfig> server(String name) {
        return servers.getOrDefault(name, Optional.empty());
    }

    Map<String, ArgusConfig> usable() {
        Map<String, ArgusConfig> usable = new LinkedHashMap<>();
        servers.forEach((name, server) -> server.ifPresent(config -> usable.put(name, config)));
        return usable;
    }
}
