using System.CommandLine;
using FreeSpectra.Cli;

return Application.Run(args, Console.Out, Console.Error);
