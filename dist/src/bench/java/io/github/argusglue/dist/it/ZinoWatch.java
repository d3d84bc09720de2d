package io.github.argusglue.dist.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on a notification channel of its own to when Zino opens cases. */
final class ZinoWatch implements AutoCloseable {
    private final Map<Long, Double> opened = new ConcurrentHashMap<>();
    private final ZinoPerson session;
    private final Socket channel;

    ZinoWatch(LabZino zino) {
        session = zino.person();
        channel = ZinoPerson.connect(zino.notifyAddress());
        try {
            channel.setSoTimeout(0);
            BufferedReader lines = new BufferedReader(new InputStreamReader(channel.getInputStream(), UTF_8));
            session.require("200", "NTIE " + lines.readLine().strip());
            Thread thread = new Thread(() -> listen(lines), "zino-watch");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Instant now = Instant.now();
                String[] words = line.split(" ");
                if (words.length == 4 && words[1].equals("state") && words[2].equals("embryonic")) {
                    opened.put(Long.valueOf(words[0]), now.getEpochSecond() + now.getNano() / 1e9);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Returns when which case was opened, in seconds since 1970. */
    Map<Long, Double> opened() {
        return new TreeMap<>(opened);
    }

    @Override
    public void close() {
        session.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
