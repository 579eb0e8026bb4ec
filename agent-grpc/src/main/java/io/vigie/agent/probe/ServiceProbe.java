package io.vigie.agent.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether each watched systemd unit runs: 1 or 0. */
final class ServiceProbe implements Probe {

    static final String RUNNING = "service.running";

    private final List<String> services;
    private final Commands commands;

    ServiceProbe(List<String> services, Commands commands) {
        this.services = services;
        this.commands = commands;
    }

    @Override
    public String name() {
        return "services";
    }

    @Override
    public void read(Readings into) throws IOException {
        if (services.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("systemctl", "show", "--property=ActiveState", "--"));
        services.forEach(service -> command.add(unit(service)));
        List<String> states = statesIn(commands.run(command));
        if (states.size() != services.size()) {
            throw new IOException("systemctl told of " + states.size() + " units instead of " + services.size());
        }
        for (int i = 0; i < states.size(); i++) {
            boolean runs = states.get(i).equals("active") || states.get(i).equals("reloading");
            into.put(Metric.gauge(RUNNING, "1", "name", services.get(i)), runs ? 1 : 0);
        }
    }

    private static String unit(String service) {
        return service.matches(".*\\.(service|socket|timer|mount|target|path)") ? service : service + ".service";
    }

    /** One block per unit in the order asked for; a unit that there is not is "inactive". */
    private static List<String> statesIn(String printed) {
        return printed.lines()
                .filter(line -> line.startsWith("ActiveState="))
                .map(line -> line.substring("ActiveState=".length()))
                .toList();
    }
}
