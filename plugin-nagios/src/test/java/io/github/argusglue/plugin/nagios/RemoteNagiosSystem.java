package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A simulated Nagios that is read over the network. Problems in the list of hosts are hosts. */
abstract class RemoteNagiosSystem extends NagiosSystem implements PartitionedSystem {

    RemoteNagiosSystem(SettableClock clock) {
        super(clock);
    }

    /** Returns a configuration with what is not about the way to read. */
    static NagiosConfig config(Optional<String> livestatus, Optional<URI> url, HttpAccess access) {
        Optional<Path> none = Optional.empty();
        return config(new FilesConfig(none, none, none, none, none, none), livestatus, url, access);
    }

    @Override
    public void open(String problem) {
        advance();
        nagios.addService(HOST, problem);
        nagios.reload();
        nagios.setHard(HOST, problem, 2, "bad");
    }

    @Override
    public void openIn(String list, String problem) {
        if (list.equals("services")) {
            open(problem);
        } else {
            advance();
            nagios.addHost(problem);
            nagios.reload();
            nagios.set(problem, "", 1, "bad");
        }
    }

    @Override
    public List<String> lists() {
        return List.of("hosts", "services");
    }
}
