using Hearth.Cli;

return await HearthCommandLine.RunAsync(args);
