package org.example.nav;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.NotifyingSystem;
import io.github.argusglue.spi.testing.WebhookSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The NAV of a lab script, in which a session of the script lets problems happen. One web server serves all tests. */
final class LabNav implements AcknowledgingSystem, ForgetfulSystem, NotifyingSystem, WebhookSystem {
    private final Lab lab;
    private final List<String> open = new ArrayList<>();
    private boolean down;

    /** The lab, with one session for all tests. */
    static final class Lab {
        private final ObjectMapper json = new ObjectMapper();
        private final String script;
        private final Path dir;
        private final Map<String, String> facts;
        private final Process session;
        private final BufferedReader answers;
        private final Writer commands;

        Lab(String script) {
            this.script = script;
            try {
                dir = Files.createDirectory(Path.of("/tmp", "nav-lab-" + ProcessHandle.current().pid()));
                facts = LabNav.run(script, "start", dir.toString())
                        .lines()
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
                session = new ProcessBuilder(script, "session", dir.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            answers = session.inputReader(UTF_8);
            commands = session.outputWriter(UTF_8);
        }

        String fact(String name) {
            return facts.getOrDefault(name, "");
        }

        URI url() {
            return URI.create(fact("NAV_URL"));
        }

        private synchronized JsonNode tell(String... command) {
            try {
                commands.write(json.writeValueAsString(command) + "\n");
                commands.flush();
                String answer = answers.readLine();
                if (answer == null) {
                    throw new AssertionError(String.join(" ", command) + ": see session.log in " + dir);
                }
                return json.readTree(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void run(String... command) {
            List<String> all = new ArrayList<>(List.of(script, command[0], dir.toString()));
            all.addAll(List.of(command).subList(1, command.length));
            LabNav.run(all.toArray(String[]::new));
        }

        void stop() {
            session.destroy();
            run("stop");
        }
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    LabNav(Lab lab) {
        this.lab = lab;
    }

    private JsonNode tell(String... command) {
        return lab.tell(command);
    }

    @Override
    public void open(String problem) {
        tell("open", problem);
        open.add(problem);
    }

    @Override
    public void end(String problem) {
        tell("end", problem);
        open.remove(problem);
    }

    @Override
    public void forget(String problem) {
        tell("forget", problem);
        open.remove(problem);
    }

    @Override
    public void change(String problem) {
        tell("change", problem);
    }

    @Override
    public void happen(String event) {
        tell("happen", event);
    }

    @Override
    public WebhookRequest webhook(String problem) {
        return WebhookRequest.of(Map.of(), tell("webhook", problem).toString().getBytes(UTF_8));
    }

    @Override
    public void acknowledge(String problem, String person, String text) {
        tell("acknowledge", problem, person, text);
    }

    @Override
    public boolean isAcknowledgedBy(String problem, String person) {
        return tell("acknowledged", problem).asText().equals(person);
    }

    @Override
    public void unacknowledge(String problem, String person) {
        tell("unacknowledge", problem);
    }

    @Override
    public boolean failAcknowledgements() {
        return false;
    }

    @Override
    public void inject(Failure failure) {
        if (failure != Failure.DOWN) {
            throw new UnsupportedOperationException("a real NAV cannot fail like this: " + failure);
        }
        lab.run("web", "down");
        down = true;
    }

    @Override
    public void recover() {
        if (down) {
            lab.run("web", "up");
            down = false;
        }
    }

    @Override
    public List<String> secrets() {
        return List.of(lab.fact("NAV_TOKEN"));
    }

    @Override
    public void close() {
        recover();
        List.copyOf(open).forEach(this::forget);
    }
}
